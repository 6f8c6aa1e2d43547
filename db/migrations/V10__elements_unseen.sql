-- Elements are put into collections that are spread over rows without having been looked at: from locks to commit in
-- one round trip, as write_blind does it for strings. Whether an element is new, which its command answers, is known
-- only afterwards. A key that is not what the instance took it for (another type, not spread, with an expiry) makes the
-- batch fail, and it is carried out the ordinary way.

-- What the last batch of a worker answered: which of the elements that it put unseen are new, by their numbers. Asked
-- for if the connection was lost at its commit.
alter table worker add column created integer[];

create function lock_unseen(store_lock bigint, locks bigint[], mapping_generation bigint)
returns void language plpgsql as $$
begin
  if not pg_try_advisory_xact_lock_shared(store_lock)
     or exists (select from unnest(locks) as l (id) where not pg_try_advisory_xact_lock(l.id)) then
    raise exception 'another instance holds the store or a key' using errcode = 'PR002';
  end if;
  -- A statement of its own: it sees what was committed before the locks were to be had.
  if not exists (select from store where generation = mapping_generation) then
    raise exception 'the mapping of databases has changed' using errcode = 'PR002';
  end if;
end
$$;

create function end_unseen(worker_id bigint, worker_epoch bigint, worker_n bigint, elements integer[])
returns integer[] language plpgsql as $$
begin
  update worker set n = n + 1, created = elements
  where id = worker_id and epoch = worker_epoch and n = worker_n;
  if not found then
    raise exception 'this worker has been fenced' using errcode = 'PR002';
  end if;
  return elements;
end
$$;

-- The collection of a key if elements can be put into it unseen: spread, in the encoding that no element changes any
-- more (1: skiplist or hashtable, no field with an expiry), and without an expiry that might have passed.
create function spread_collection(key_keyspace bigint, key_high bigint, key_low bigint, key_type smallint)
returns key language plpgsql as $$
declare
  found_key key;
begin
  select k.* into found_key from key k
  where k.keyspace = key_keyspace and k.high = key_high and k.low = key_low
    and k.type = key_type and k.encoding = 1 and k.id is not null and k.expires_at is null;
  if not found then
    raise exception 'elements cannot be put into this key unseen' using errcode = 'PR002';
  end if;
  return found_key;
end
$$;

create function grow_collection(
  key_keyspace bigint, key_high bigint, key_low bigint, more integer, key_version bigint
) returns void language sql as $$
  update key k set length = k.length + more, version = key_version, room = null
  where k.keyspace = key_keyspace and k.high = key_high and k.low = key_low
$$;

-- An element is looked up by a subquery of its own ("offset 0"): as a join, it might be planned, while the tables are
-- empty, as a walk through all of a collection.

-- The functions answer which elements are new, by their numbers from 1 on, or null if nothing had to be written; then
-- the worker's row has not moved either. Each key's elements are those from behind the last one of the key before it up
-- to its own last one.
create function put_members_unseen(
  store_lock bigint, locks bigint[], mapping_generation bigint,
  worker_id bigint, worker_epoch bigint, worker_n bigint,
  keyspaces bigint[], highs bigint[], lows bigint[], versions bigint[], lasts integer[],
  element_highs bigint[], element_lows bigint[], names bytea[]
) returns integer[] language plpgsql as $$
declare
  holder  key;
  first   integer := 1;
  fresh   integer[];
  created integer[] := '{}';
begin
  perform lock_unseen(store_lock, locks, mapping_generation);
  for k in 1 .. cardinality(keyspaces) loop
    holder := spread_collection(keyspaces[k], highs[k], lows[k], 3::smallint);
    with put as (
      select i.*
      from unnest(element_highs[first:lasts[k]], element_lows[first:lasts[k]], names[first:lasts[k]]) with ordinality
        as i (high, low, name, n)
      left join lateral (
        select true as found from set_member m
        where m.id = holder.id and m.high = i.high and m.low = i.low offset 0) e on true
      where e.found is null
    ), inserted as (
      insert into set_member (id, high, low, member) select holder.id, p.high, p.low, p.name from put p
    )
    select coalesce(array_agg(first + p.n::integer - 1), '{}') into fresh from put p;
    if cardinality(fresh) > 0 then
      perform grow_collection(keyspaces[k], highs[k], lows[k], cardinality(fresh), versions[k]);
      created := created || fresh;
    end if;
    first := lasts[k] + 1;
  end loop;
  if cardinality(created) = 0 then
    return null;
  end if;
  return end_unseen(worker_id, worker_epoch, worker_n, created);
end
$$;

create function put_fields_unseen(
  store_lock bigint, locks bigint[], mapping_generation bigint,
  worker_id bigint, worker_epoch bigint, worker_n bigint,
  keyspaces bigint[], highs bigint[], lows bigint[], versions bigint[], lasts integer[],
  element_highs bigint[], element_lows bigint[], names bytea[], field_values bytea[]
) returns integer[] language plpgsql as $$
declare
  holder  key;
  first   integer := 1;
  fresh   integer[];
  created integer[] := '{}';
begin
  perform lock_unseen(store_lock, locks, mapping_generation);
  for k in 1 .. cardinality(keyspaces) loop
    holder := spread_collection(keyspaces[k], highs[k], lows[k], 5::smallint);
    with put as materialized (
      select i.*, e.ctid as place
      from unnest(element_highs[first:lasts[k]], element_lows[first:lasts[k]], names[first:lasts[k]],
                  field_values[first:lasts[k]]) with ordinality as i (high, low, name, value, n)
      left join lateral (
        select h.ctid from hash h
        where h.id = holder.id and h.high = i.high and h.low = i.low offset 0) e on true
    ), updated as (
      update hash e set value = p.value, room = null from put p where e.ctid = p.place
    ), inserted as (
      insert into hash (id, high, low, field, value)
      select holder.id, p.high, p.low, p.name, p.value from put p where p.place is null
    )
    select coalesce(array_agg(first + p.n::integer - 1), '{}') into fresh from put p where p.place is null;
    perform grow_collection(keyspaces[k], highs[k], lows[k], cardinality(fresh), versions[k]);
    created := created || fresh;
    first := lasts[k] + 1;
  end loop;
  return end_unseen(worker_id, worker_epoch, worker_n, created);
end
$$;

-- A sorted set also needs its blocks to be counted already; block_elements is the smallest size that they have.
create function put_scores_unseen(
  store_lock bigint, locks bigint[], mapping_generation bigint,
  worker_id bigint, worker_epoch bigint, worker_n bigint,
  keyspaces bigint[], highs bigint[], lows bigint[], versions bigint[], lasts integer[],
  element_highs bigint[], element_lows bigint[], names bytea[], scores double precision[], block_elements integer
) returns integer[] language plpgsql as $$
declare
  holder   key;
  first    integer := 1;
  fresh    integer[];
  created  integer[] := '{}';
  places   double precision[];
  prefixes bytea[];
  deltas   bigint[];
  size     bigint;
  changed  boolean := false;
begin
  perform lock_unseen(store_lock, locks, mapping_generation);
  for k in 1 .. cardinality(keyspaces) loop
    holder := spread_collection(keyspaces[k], highs[k], lows[k], 4::smallint);
    if holder.head is distinct from 1 then
      raise exception 'a sorted set has no blocks' using errcode = 'PR002';
    end if;
    with put as materialized (
      select i.*, e.ctid as place, e.score as before
      from unnest(element_highs[first:lasts[k]], element_lows[first:lasts[k]], names[first:lasts[k]],
                  scores[first:lasts[k]]) with ordinality as i (high, low, name, score, n)
      left join lateral (
        select z.ctid, z.score from zset z
        where z.id = holder.id and z.high = i.high and z.low = i.low offset 0) e on true
    ), updated as (
      update zset e set score = p.score, room = null from put p where e.ctid = p.place and p.before <> p.score
    ), inserted as (
      insert into zset (id, high, low, member, score)
      select holder.id, p.high, p.low, p.name, p.score from put p where p.place is null
    ), step as (
      select d.score, substring(p.name from 1 for 256) as prefix, d.delta,
             case when p.place is null then first + p.n::integer - 1 end as fresh
      from put p
      cross join lateral (values (p.before, -1), (p.score, 1)) as d (score, delta)
      where p.before is distinct from p.score and d.score is not null
      order by 1, 2
    )
    select array_agg(s.score), array_agg(s.prefix), array_agg(s.delta::bigint),
           coalesce(array_agg(s.fresh) filter (where s.fresh is not null), '{}')
    into places, prefixes, deltas, fresh
    from step s;
    if places is not null then
      size := greatest(block_elements, floor(sqrt(holder.length + cardinality(fresh))));
      perform zset_count_in_order(
        array_fill(holder.id, array[cardinality(places)]), places, prefixes, deltas,
        array_fill(size, array[cardinality(places)]));
      perform grow_collection(keyspaces[k], highs[k], lows[k], cardinality(fresh), versions[k]);
      created := created || fresh;
      changed := true;
    end if;
    first := lasts[k] + 1;
  end loop;
  if not changed then
    return null;
  end if;
  return end_unseen(worker_id, worker_epoch, worker_n, created);
end
$$;
