-- The counts of a sorted set's blocks stand side by side in a row, up to zset_row_blocks() of them, instead of each
-- in a row of its own. A batch that gives new scores to 25 elements changes about 50 counts: now that is one row that
-- is looked up and written, and a search in an array for each place, which together cost a fifth of what they did.
-- The bounds of the blocks change rarely; PostgreSQL keeps long ones out of line and passes them on when only counts
-- are written.

-- score and prefix are the lower bound of the first block, so the row's blocks reach up to the next row's; count is
-- the sum of counts. The first row of a set is bounded by -infinity and an empty prefix.
create table zset_blocks (
  id       bigint             not null,
  score    double precision   not null,
  prefix   bytea              not null,
  count    integer            not null,
  counts   integer[]          not null,
  scores   double precision[] not null,
  prefixes bytea[]            not null,
  primary key (id, score, prefix)
) with (
  fillfactor = 50,
  autovacuum_vacuum_scale_factor = 0.1,
  autovacuum_vacuum_insert_scale_factor = 0.2,
  autovacuum_analyze_scale_factor = 0.1
);
alter table zset_blocks
  alter column counts set storage plain,
  alter column scores set storage external,
  alter column prefixes set storage external;

-- The most blocks of a row; of a row that is cut, the pieces have half of that.
create function zset_row_blocks() returns integer language sql immutable as 'select 512';

insert into zset_blocks (id, score, prefix, count, counts, scores, prefixes)
select id, (array_agg(score order by n))[1], (array_agg(prefix order by n))[1], sum(count)::integer,
       array_agg(count::integer order by n), array_agg(score order by n), array_agg(prefix order by n)
from (
  select b.*, row_number() over (partition by b.id order by b.score, b.prefix) - 1 as n from zset_block b) b
group by id, n / (zset_row_blocks() / 2);

drop table zset_block;
drop function zset_split;

-- A row for each block, to look at; also what instances read that have been started before this migration.
create view zset_block as
select z.id, b.score, b.prefix, b.count
from zset_blocks z
cross join lateral unnest(z.scores, z.prefixes, z.counts) as b (score, prefix, count);

-- Which of a row's blocks a place belongs to: the last one whose bound is not behind it, 0 if there is none. Where
-- bounds share the place's score, the prefixes of those decide.
create function zset_block_of(scores double precision[], prefixes bytea[], score double precision, prefix bytea)
returns integer language sql immutable as $$
  select case
    when scores[width_bucket(score, scores)] = score and prefixes[width_bucket(score, scores)] > prefix
    then array_position(scores, score) - 1
         + width_bucket(prefix, prefixes[array_position(scores, score):width_bucket(score, scores)])
    else width_bucket(score, scores) end
$$;

-- The blocks, of about so many elements, that a part of a sorted set is cut into. What ties stays together.
create function zset_cut(
  zset_id bigint, from_score double precision, from_prefix bytea, to_score double precision, to_prefix bytea,
  size integer, out counts integer[], out scores double precision[], out prefixes bytea[]
) language sql stable as $$
  with ranked as (
    select z.score, substring(z.member from 1 for 256) as prefix,
           (rank() over (order by z.score, substring(z.member from 1 for 256)) - 1) / size as n
    from zset z
    where -z.id = -zset_id and (z.score, substring(z.member from 1 for 256)) >= (from_score, from_prefix)
      and (z.score, substring(z.member from 1 for 256)) < (to_score, to_prefix)
  ), piece as (
    select distinct on (n) n, case when n = 0 then from_score else score end as score,
           case when n = 0 then from_prefix else prefix end as prefix, count(*) over (partition by n) as count
    from ranked order by n, score, prefix
  )
  select coalesce(array_agg(count::integer order by n), '{0}'),
         coalesce(array_agg(score order by n), array[from_score]),
         coalesce(array_agg(prefix order by n), array[from_prefix])
  from piece
$$;

-- Writes the blocks of a row anew (of a new one if place is null). Empty blocks go: their part of the order falls to
-- the one before; only the first one of a set stays. Too many blocks become several rows.
create function zset_write_blocks(
  place tid, zset_id bigint, counts integer[], scores double precision[], prefixes bytea[]
) returns void language plpgsql as $$
#variable_conflict use_variable
declare
  many  integer;
  first integer := 1;
  run   integer;
begin
  if 0 = any (counts) then
    select array_agg(b.count order by b.n), array_agg(b.score order by b.n), array_agg(b.prefix order by b.n)
    into counts, scores, prefixes
    from unnest(counts, scores, prefixes) with ordinality as b (count, score, prefix, n)
    where b.count <> 0 or (b.score = '-infinity' and b.prefix = '');
  end if;
  many := coalesce(cardinality(counts), 0);
  run := case when many > zset_row_blocks() then zset_row_blocks() / 2 else many end;
  if place is not null and many = 0 then
    delete from zset_blocks b where b.ctid = place;
  elsif place is not null then
    update zset_blocks b
    set score = scores[1], prefix = prefixes[1], count = (select sum(c) from unnest(counts[:run]) c),
        counts = counts[:run], scores = scores[:run], prefixes = prefixes[:run]
    where b.ctid = place;
    first := run + 1;
  end if;
  while first <= many loop
    insert into zset_blocks (id, score, prefix, count, counts, scores, prefixes)
    select zset_id, scores[first], prefixes[first], (select sum(c) from unnest(counts[first:first + run - 1]) c),
           counts[first:first + run - 1], scores[first:first + run - 1], prefixes[first:first + run - 1];
    first := first + run;
  end loop;
end
$$;

-- Begins to count the elements of sorted sets by blocks of at most so many.
create or replace function zset_begin_blocks(ids bigint[], sizes bigint[]) returns void language sql as $$
  select zset_write_blocks(null, i.id, c.counts, c.scores, c.prefixes)
  from unnest(ids, sizes) as i (id, size)
  cross join lateral zset_cut(i.id, '-infinity', '', 'NaN', '', greatest(i.size / 2, 1)::integer) c
$$;

-- Counts elements that have come to places in the order of sorted sets, or (negative) have gone from there; the places
-- of a set are given in its order. A block that has more than its size after that is cut; one that is nearly empty
-- joins the one before it in its row, unless that is an empty first one: then its bound tells where a set begins that
-- is emptied from below.
create function zset_count_in_order(
  ids bigint[], scores double precision[], prefixes bytea[], deltas bigint[], sizes bigint[]
) returns void language plpgsql as $$
#variable_conflict use_variable
declare
  at           integer := 1;
  first        integer;
  many         integer := cardinality(ids);
  zset         bigint;
  size         integer;
  least_count  integer;
  place        tid;
  row_score    double precision;
  row_prefix   bytea;
  counts       integer[];
  row_scores   double precision[];
  row_prefixes bytea[];
  next_score   double precision;
  next_prefix  bytea;
  odd          integer[];
  i            integer;
  n            integer;
  changed      boolean;
  cut          record;
begin
  while at <= many loop
    zset := ids[at];
    size := sizes[at];
    least_count := greatest(size / 8, 1);
    select b.ctid, b.score, b.prefix, b.counts, b.scores, b.prefixes
    into place, row_score, row_prefix, counts, row_scores, row_prefixes
    from zset_blocks b
    where b.id = zset and (b.score, b.prefix) <= (scores[at], prefixes[at])
    order by b.id desc, b.score desc, b.prefix desc limit 1;
    if not found then
      raise exception 'a sorted set has no blocks' using errcode = '22012';
    end if;
    select b.score, b.prefix into next_score, next_prefix from zset_blocks b
    where b.id = zset and (b.score, b.prefix) > (row_score, row_prefix)
    order by b.id, b.score, b.prefix limit 1;
    if not found then
      next_score := 'NaN'; -- It comes behind all other numbers.
      next_prefix := '';
    end if;
    odd := '{}';
    first := at;
    i := null;
    loop
      if scores[at] < row_scores[i + 1]
         or (scores[at] = row_scores[i + 1] and prefixes[at] < row_prefixes[i + 1]) then
        null; -- The same as the one before.
      else
        i := width_bucket(scores[at], row_scores);
        if row_scores[i] = scores[at] and row_prefixes[i] > prefixes[at] then
          i := zset_block_of(row_scores, row_prefixes, scores[at], prefixes[at]);
        end if;
      end if;
      n := counts[i] + deltas[at];
      counts[i] := n;
      if (n > size or n < least_count) and not i = any (odd) then
        odd := odd || i;
      end if;
      at := at + 1;
      exit when at > many or ids[at] <> zset;
      exit when scores[at] >= next_score and (scores[at] > next_score or prefixes[at] >= next_prefix);
    end loop;
    changed := false;
    -- From the last one on: what comes before keeps its place in the arrays.
    for o in reverse cardinality(odd) .. 1 loop
      i := odd[o];
      n := counts[i];
      if n < 0 then
        raise exception 'the blocks of a sorted set do not add up' using errcode = '22012';
      elsif n = 0 then
        changed := true;
      elsif n > size then
        select c.* into cut
        from zset_cut(
          zset, row_scores[i], row_prefixes[i],
          case when i < cardinality(counts) then row_scores[i + 1] else next_score end,
          case when i < cardinality(counts) then row_prefixes[i + 1] else next_prefix end, greatest(size / 2, 1)) c;
        if cardinality(cut.counts) > 1 then
          counts := counts[:i - 1] || cut.counts || counts[i + 1:];
          row_scores := row_scores[:i - 1] || cut.scores || row_scores[i + 1:];
          row_prefixes := row_prefixes[:i - 1] || cut.prefixes || row_prefixes[i + 1:];
          changed := true;
        end if;
      elsif n < least_count and i > 1 and counts[i - 1] > 0 and counts[i - 1] + n < size / 2 then
        counts[i - 1] := counts[i - 1] + n;
        counts[i] := 0;
        changed := true;
      end if;
    end loop;
    if changed then
      perform zset_write_blocks(place, zset, counts, row_scores, row_prefixes);
    else
      update zset_blocks b set count = b.count + (select sum(d) from unnest(deltas[first:at - 1]) d), counts = counts
      where b.ctid = place;
    end if;
  end loop;
end
$$;

-- For instances that have been started before this migration: places in any order.
create or replace function zset_count(
  ids bigint[], scores double precision[], prefixes bytea[], deltas bigint[], sizes bigint[]
) returns void language sql as $$
  select zset_count_in_order(
    array_agg(i.id order by i.id, i.score, i.prefix), array_agg(i.score order by i.id, i.score, i.prefix),
    array_agg(i.prefix order by i.id, i.score, i.prefix), array_agg(i.delta order by i.id, i.score, i.prefix),
    array_agg(i.size order by i.id, i.score, i.prefix))
  from unnest(ids, scores, prefixes, deltas, sizes) as i (id, score, prefix, delta, size)
$$;

-- Counts again what is left in the blocks of a sorted set from one place in its order to another.
create or replace function zset_recount(
  zset_id bigint, from_score double precision, from_prefix bytea, to_score double precision, to_prefix bytea
) returns void language plpgsql as $$
declare
  changed record;
  counts  integer[];
  first   integer;
  last    integer;
begin
  for changed in
    select b.ctid as place, b.*,
           lead(b.score, 1, 'NaN') over following as next_score, lead(b.prefix, 1, '') over following as next_prefix
    from zset_blocks b
    where b.id = zset_id
      and (b.score, b.prefix) >= (
        select f.score, f.prefix from zset_blocks f
        where f.id = zset_id and (f.score, f.prefix) <= (from_score, from_prefix)
        order by f.id desc, f.score desc, f.prefix desc limit 1)
    window following as (order by b.id, b.score, b.prefix)
    order by b.id, b.score, b.prefix
  loop
    exit when (changed.score, changed.prefix) > (to_score, to_prefix);
    counts := changed.counts;
    first := greatest(zset_block_of(changed.scores, changed.prefixes, from_score, from_prefix), 1);
    last := zset_block_of(changed.scores, changed.prefixes, to_score, to_prefix);
    for i in first .. last loop
      -- Those between the two have lost everything.
      counts[i] := case when i > first and i < last then 0 else (
        select count(*) from zset z
        where -z.id = -zset_id
          and (z.score, substring(z.member from 1 for 256)) >= (changed.scores[i], changed.prefixes[i])
          and (z.score, substring(z.member from 1 for 256)) < (
            case when i < cardinality(counts) then changed.scores[i + 1] else changed.next_score end,
            case when i < cardinality(counts) then changed.prefixes[i + 1] else changed.next_prefix end)) end;
    end loop;
    perform zset_write_blocks(changed.place, zset_id, counts, changed.scores, changed.prefixes);
  end loop;
end
$$;

-- The bound of the block that a place belongs to, and how many elements stand before that; of a set without blocks,
-- where its order begins. "[:]" fetches what is stored out of line, once.
create function zset_before(zset_id bigint, place_score double precision, place_prefix bytea)
returns table (score double precision, prefix bytea, before bigint) language sql stable rows 1 as $$
  select coalesce(b.scores[b.i], '-infinity'), coalesce(b.prefixes[b.i], ''),
         coalesce(b.before, 0) + coalesce((select sum(c) from unnest(b.counts[:b.i - 1]) c), 0)
  from (select) one
  left join lateral (
    select r.*, zset_block_of(r.scores, r.prefixes, place_score, place_prefix) as i
    from (
      select w.counts, w.scores[:] as scores, w.prefixes[:] as prefixes, (
          select sum(e.count) from zset_blocks e
          where e.id = zset_id and (e.score, e.prefix) < (w.score, w.prefix)) as before
      from zset_blocks w
      where w.id = zset_id and (w.score, w.prefix) <= (place_score, place_prefix)
      order by w.id desc, w.score desc, w.prefix desc limit 1) r
    offset 0) b on true
$$;

-- The bound of the block that holds a rank, and how many elements to pass over from there; of a set without blocks,
-- all before the rank.
create function zset_at(
  zset_id bigint, rank bigint, out score double precision, out prefix bytea, out skip bigint
) language plpgsql stable as $$
declare
  row_counts   integer[];
  row_scores   double precision[];
  row_prefixes bytea[];
  i            integer := 1;
begin
  select b.counts, b.scores, b.prefixes, zset_at.rank - b.before into row_counts, row_scores, row_prefixes, zset_at.skip
  from (
    select r.counts, r.scores, r.prefixes, r.count,
           sum(r.count) over (order by r.id, r.score, r.prefix rows unbounded preceding) - r.count as before
    from zset_blocks r where r.id = zset_id) b
  where b.before <= zset_at.rank and zset_at.rank < b.before + b.count;
  if not found then
    zset_at.score := '-infinity';
    zset_at.prefix := '';
    zset_at.skip := zset_at.rank;
    return;
  end if;
  while zset_at.skip >= row_counts[i] loop
    zset_at.skip := zset_at.skip - row_counts[i];
    i := i + 1;
  end loop;
  zset_at.score := row_scores[i];
  zset_at.prefix := row_prefixes[i];
end
$$;

-- The bound of the first block that is not empty; nothing of a set without blocks. Only the first one of all may be.
create function zset_start(zset_id bigint) returns table (score double precision, prefix bytea)
language sql stable rows 1 as $$
  select b.scores[case when b.counts[1] > 0 then 1 else 2 end], b.prefixes[case when b.counts[1] > 0 then 1 else 2 end]
  from zset_blocks b where b.id = zset_id and b.count > 0
  order by b.id, b.score, b.prefix limit 1
$$;

-- As before, but for the blocks of sorted sets.
create or replace function reap_collection(reaper_lock bigint, max_rows bigint) returns bigint language plpgsql as $$
declare
  grave graveyard;
  gone  bigint;
begin
  if not pg_try_advisory_xact_lock(reaper_lock) then
    return -1;
  end if;
  select g.* into grave from graveyard g order by g.id limit 1;
  if grave.id is null then
    return -1;
  end if;
  case grave.type
    when 2 then
      delete from list_chunk where ctid = any (array(
        select c.ctid from list_chunk c where c.id = grave.id order by c.id, c.first limit max_rows));
      get diagnostics gone = row_count;
    when 3 then
      delete from set_member where ctid = any (array(
        select s.ctid from set_member s where s.id = grave.id order by s.id, s.high, s.low limit max_rows));
      get diagnostics gone = row_count;
    when 4 then
      delete from zset where ctid = any (array(
        select z.ctid from zset z where z.id = grave.id order by z.id, z.high, z.low limit max_rows));
      get diagnostics gone = row_count;
      delete from zset_blocks b where b.id = grave.id;
    when 5 then
      delete from hash where ctid = any (array(
        select h.ctid from hash h where h.id = grave.id order by h.id, h.high, h.low limit max_rows));
      get diagnostics gone = row_count;
    else
      gone := 0;
  end case;
  if gone < max_rows then
    delete from graveyard where id = grave.id;
  end if;
  return gone;
end
$$;

-- Room in a new row that its first change gives up, as V8 says of others.
alter table zset add column room uuid default '00000000-0000-0000-0000-000000000000';
