-- The views of docs/sql.md: what keys hold, for people and for joins with an application's tables. Nothing of
-- pgredis itself reads them. They stand in a schema of their own: "redis" beside the schema "pgredis", else the
-- name of ours with "_redis" behind it; where that cannot be made, or is used for something else already, in ours.
-- They show no expired keys and fields, by the time at which the statement began.

-- Bytes as text if they are valid UTF-8 without a zero byte, which no text holds; else null. Most are ASCII,
-- and then their octal form is themselves. In the pattern, each alternative is one character: ASCII, then
-- the sequences of two, three and four bytes that Unicode allows (none longer than needed, no surrogates,
-- nothing behind U+10FFFF). PostgreSQL can put it in place of its name, as it could not if it were strict.
create function utf8(bytes bytea) returns text
language sql immutable parallel safe
return case
  when length(encode(bytes, 'escape')) = octet_length(bytes) then encode(bytes, 'escape')
  when encode(bytes, 'escape') ~ ('^([^\\]|\\\\'
    || '|\\(30[2-7]|3[123][0-7])\\2[0-7][0-7]'
    || '|\\340\\2[4-7][0-7]\\2[0-7][0-7]'
    || '|\\(34[1-7]|35[0-4]|35[67])(\\2[0-7][0-7]){2}'
    || '|\\355\\2[0-3][0-7]\\2[0-7][0-7]'
    || '|\\360\\2[2-7][0-7](\\2[0-7][0-7]){2}'
    || '|\\36[1-3](\\2[0-7][0-7]){3}'
    || '|\\364\\2[01][0-7](\\2[0-7][0-7]){2})*$')
  then convert_from(bytes, 'UTF8')
end;

-- The time that decides what has expired. In milliseconds since the epoch.
create function statement_millis() returns bigint
language sql stable parallel safe
return (extract(epoch from statement_timestamp()) * 1000)::bigint;

-- Keys that live, for each database that shows them; what the other views are made of. The key is written as
-- the index key_name has it: conditions on it find that index, and no other is needed. Its first column is the
-- keyspace; that the few keyspaces are also given as an array lets any version of PostgreSQL begin with it, whatever
-- it believes about the size of "database".
create view live_key as
select d.number as db, substring(k.name from 1 for 256) as key, utf8(k.name) as key_text, k.name, k.type, k.encoding,
       k.expires_at, k.value, k.id, k.length, k.head, k.items
from database d
join key k on k.keyspace = d.keyspace
where k.keyspace = any (array(select keyspace from database))
  and k.type <> 0 and (k.expires_at is null or k.expires_at > statement_millis());

do $$
declare
  ours  text := current_schema();
  views text := case ours when 'pgredis' then 'redis' else ours || '_redis' end;
begin
  perform set_config('pgredis.own_search_path', current_setting('search_path'), true);
  if to_regnamespace(quote_ident(views)) is null then
    begin
      execute format('create schema %I', views);
      execute format('comment on schema %I is %L', views, 'Read-only views of what pgredis keeps in ' || ours);
    exception when insufficient_privilege or duplicate_schema then
      views := ours;
    end;
  elsif not has_schema_privilege(views, 'create')
        or exists (select from pg_class where relnamespace = to_regnamespace(quote_ident(views))) then
    views := ours;
  end if;
  perform set_config('search_path', quote_ident(views) || ', ' || quote_ident(ours), true);
end
$$;

-- size is in bytes for a string, and in elements for all else.
create view keys as
select k.db, k.key, k.key_text,
       (array['string', 'list', 'set', 'zset', 'hash', 'stream'])[k.type] as type,
       case when k.type = 1 then octet_length(k.value)
            when k.id is not null then k.length
            when k.type = 4 then cardinality(k.items) / 2
            when k.type = 5 then cardinality(k.items) / case when k.encoding & 2 = 0 then 2 else 3 end
            else cardinality(k.items) end::bigint as size,
       to_timestamp(k.expires_at / 1000.0) as expires_at, k.name as key_bytes
from live_key k;

create view strings as
select k.db, k.key, k.key_text, utf8(k.value) as value, k.value as value_bytes
from live_key k
where k.type = 1;

create view lists as
select k.db, k.key, k.key_text, e.index, utf8(e.value) as value, e.value as value_bytes
from live_key k
cross join lateral (
  select i.n - 1 as index, i.item as value
  from unnest(k.items) with ordinality as i (item, n) where k.id is null
  union all
  select c.first - k.head + i.n - 1, i.item
  from list_chunk c cross join lateral unnest(c.items) with ordinality as i (item, n)
  -- The rows at both ends may still hold what has been popped.
  where c.id = k.id and c.first + i.n - 1 between k.head and k.head + k.length - 1
) e
where k.type = 2;

-- Packed, a hash is field, value, field, value; if the encoding says so, an expiry behind each value.
create view hashes as
select k.db, k.key, k.key_text, utf8(e.field) as field, utf8(e.value) as value,
       to_timestamp(nullif(e.expires_at, 0) / 1000.0) as expires_at,
       e.field as field_bytes, e.value as value_bytes
from live_key k
cross join lateral (
  select k.items[n] as field, k.items[n + 1] as value,
         case when k.encoding & 2 <> 0 and k.items[n + 2] <> '' then convert_from(k.items[n + 2], 'UTF8')::bigint end
           as expires_at
  from generate_series(1, cardinality(k.items), case when k.encoding & 2 = 0 then 2 else 3 end) as n
  where k.id is null
  union all
  select h.field, h.value, h.expires_at from hash h where h.id = k.id
) e
where k.type = 5
  and (coalesce(e.expires_at, 0) = 0 or e.expires_at > statement_millis());

create view sets as
select k.db, k.key, k.key_text, utf8(e.member) as member, e.member as member_bytes
from live_key k
cross join lateral (
  select i.item as member from unnest(k.items) as i (item) where k.id is null
  union all
  select s.member from set_member s where s.id = k.id
) e
where k.type = 3;

-- Packed, a sorted set is member, score, member, score.
create view sorted_sets as
select k.db, k.key, k.key_text, utf8(e.member) as member, e.score, e.member as member_bytes
from live_key k
cross join lateral (
  select k.items[n] as member, convert_from(k.items[n + 1], 'UTF8')::double precision as score
  from generate_series(1, cardinality(k.items), 2) as n where k.id is null
  union all
  select z.member, z.score from zset z where z.id = k.id
) e
where k.type = 4;

select set_config('search_path', current_setting('pgredis.own_search_path'), true);
