-- Where statistics say that a table is all but empty (after FLUSHALL, say), the planner finds any way to a row as
-- good as another, and keeps to it while the table grows again: a statement that looks rows up then walks through
-- the whole keyspace or collection. So that there is one way only,
-- - indexes that are not for looking up begin with the negative of their first column, and the statements that
--   are to use them name that;
-- - statements that join compare the first column with "= any (array[...])": an index serves that as well, but
--   nothing makes the planner walk through the table and look for each row among those that are asked for.

drop index key_name;
create index key_name on key ((-keyspace), substring(name from 1 for 256));

drop index zset_order;
create index zset_order on zset ((-id), score, substring(member from 1 for 256));

drop index hash_expiry;
create index hash_expiry on hash ((-id), expires_at) where expires_at is not null;

-- As before, by the index as it is now.
create or replace view live_key as
select d.number as db, substring(k.name from 1 for 256) as key, utf8(k.name) as key_text, k.name, k.type, k.encoding,
       k.expires_at, k.value, k.id, k.length, k.head, k.items
from database d
join key k on -k.keyspace = -d.keyspace
where -k.keyspace = any (array(select -keyspace from database))
  and k.type <> 0 and (k.expires_at is null or k.expires_at > statement_millis());

-- As before, by the index as it is now.
create or replace function zset_split(zset_id bigint, at_score double precision, at_prefix bytea, piece bigint)
returns void language sql as $$
  with next_block as (
    select b.score, b.prefix from zset_block b
    where b.id = zset_id and (b.score, b.prefix) > (at_score, at_prefix)
    order by b.id, b.score, b.prefix limit 1
  ), ranked as (
    select z.score, substring(z.member from 1 for 256) as prefix,
           (rank() over (order by z.score, substring(z.member from 1 for 256)) - 1) / piece as n
    from zset z
    where -z.id = -zset_id and (z.score, substring(z.member from 1 for 256)) >= (at_score, at_prefix)
      -- NaN comes behind all other numbers.
      and (z.score, substring(z.member from 1 for 256)) < (coalesce((select score from next_block), 'NaN'),
                                                           coalesce((select prefix from next_block), ''))
  )
  insert into zset_block as b (id, score, prefix, count)
  select zset_id, case when r.n = 0 then at_score else r.score end,
         case when r.n = 0 then at_prefix else r.prefix end, r.count
  from (select distinct on (n) n, score, prefix, count(*) over (partition by n) as count
        from ranked order by n, score, prefix) r
  on conflict (id, score, prefix) do update set count = excluded.count
$$;

-- As before, by the index as it is now.
create or replace function zset_recount(
  zset_id bigint, from_score double precision, from_prefix bytea, to_score double precision, to_prefix bytea
) returns void language plpgsql as $$
declare
  first_block zset_block;
  last_block  zset_block;
begin
  select b.* into first_block from zset_block b
  where b.id = zset_id and (b.score, b.prefix) <= (from_score, from_prefix)
  order by b.id desc, b.score desc, b.prefix desc limit 1;
  if first_block.id is null then
    return;
  end if;
  select b.* into last_block from zset_block b
  where b.id = zset_id and (b.score, b.prefix) <= (to_score, to_prefix)
  order by b.id desc, b.score desc, b.prefix desc limit 1;
  -- Those between the two lose everything, so the first one grows to where the last one begins.
  delete from zset_block b
  where b.id = zset_id and (b.score, b.prefix) > (first_block.score, first_block.prefix)
    and (b.score, b.prefix) < (last_block.score, last_block.prefix);
  update zset_block b set count = (
    select count(*) from zset z
    where -z.id = -zset_id and (z.score, substring(z.member from 1 for 256)) >= (b.score, b.prefix)
      and (z.score, substring(z.member from 1 for 256)) < (
        coalesce((select n.score from zset_block n
                  where n.id = zset_id and (n.score, n.prefix) > (b.score, b.prefix)
                  order by n.id, n.score, n.prefix limit 1), 'NaN'),
        coalesce((select n.prefix from zset_block n
                  where n.id = zset_id and (n.score, n.prefix) > (b.score, b.prefix)
                  order by n.id, n.score, n.prefix limit 1), '')))
  where b.id = zset_id
    and (b.score, b.prefix) in ((first_block.score, first_block.prefix), (last_block.score, last_block.prefix));
end
$$;

-- As before, but by the places of the rows: see above.
create or replace function reap(reaper_lock bigint, max_rows bigint) returns bigint language plpgsql as $$
declare
  dead   bigint;
  doomed tid[];
  gone   bigint;
begin
  if not pg_try_advisory_xact_lock(reaper_lock) then
    return -1;
  end if;
  select d.keyspace into dead from dead_keyspace d order by d.died_at limit 1;
  if dead is null then
    return -1;
  end if;
  doomed := array(
    select k.ctid from key k where k.keyspace = dead order by k.keyspace, k.high, k.low limit max_rows);
  with deleted as (
    delete from key k where k.ctid = any (doomed) returning k.id, k.type
  ), buried as (
    insert into graveyard (id, type) select d.id, d.type from deleted d where d.id is not null
  )
  select count(*) into gone from deleted;
  if gone = cardinality(doomed) and gone < max_rows then
    delete from key_count where keyspace = dead;
    delete from dead_keyspace where keyspace = dead;
  end if;
  return gone;
end
$$;

-- As before, but by the places of the rows: see above.
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
      delete from zset_block b where b.id = grave.id;
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
