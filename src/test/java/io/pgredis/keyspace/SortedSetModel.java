package io.pgredis.keyspace;

import io.pgredis.sql.ScoredMember;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A sorted set without any cleverness, to compare with. */
final class SortedSetModel {
  private final Map<byte[], Double> scores = new TreeMap<>(Arrays::compareUnsigned);

  Double score(byte[] member) {
    return scores.get(member);
  }

  boolean put(byte[] member, double score) {
    return scores.put(member, score) == null;
  }

  boolean remove(byte[] member) {
    return scores.remove(member) != null;
  }

  void clear() {
    scores.clear();
  }

  int size() {
    return scores.size();
  }

  List<ScoredMember> all() {
    return scores.entrySet().stream()
        .map(element -> new ScoredMember(element.getKey(), element.getValue()))
        .sorted()
        .toList();
  }

  List<ScoredMember> range(ScoredMember from, ScoredMember to) {
    return all().stream()
        .filter(element -> element.compareTo(from) >= 0 && element.compareTo(to) < 0)
        .toList();
  }

  List<ScoredMember> slice(long first, long count) {
    return all().stream().skip(first).limit(count).toList();
  }

  void removeAll(List<ScoredMember> elements) {
    elements.forEach(element -> scores.remove(element.member()));
  }
}
