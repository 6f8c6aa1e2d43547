-- What is checked for UTF-8 as one text takes 16 times its size in memory, and PostgreSQL has 1 GB for any one thing:
-- a single value of 64 MB that is not ASCII made every query over its view fail.

-- For what is too large for that: as text if it is ASCII without a zero byte, else null. It is looked at in pieces,
-- and joined with nothing first so that it is decompressed once instead of once for each piece.
create function large_utf8(bytes bytea) returns text
language plpgsql immutable parallel safe as $$
declare
  whole bytea := bytes || '';
  piece bytea;
begin
  for start in 1 .. octet_length(whole) by 1048576 loop
    piece := substring(whole from start for 1048576);
    if octet_length(encode(piece, 'escape')) <> octet_length(piece) then
      return null;
    end if;
  end loop;
  return encode(whole, 'escape');
end
$$;

-- As before up to 32 MB.
create or replace function utf8(bytes bytea) returns text
language sql immutable parallel safe
return case
  when octet_length(bytes) > 33554432 then large_utf8(bytes)
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

-- As before, but the size of a hash leaves out the fields that have expired. The view stays in the schema that V4
-- has found for it, with the rights on it.
do $$
declare
  ours  text := current_schema();
  views text;
begin
  select n.nspname into views
  from pg_class v
  join pg_namespace n on n.oid = v.relnamespace
  where v.relname = 'keys' and v.relkind = 'v'
    and n.nspname in (ours, case ours when 'pgredis' then 'redis' else ours || '_redis' end)
    and exists (
      select from pg_rewrite r
      join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
      where r.ev_class = v.oid and d.refobjid = 'live_key'::regclass);
  if views is null then
    return;
  end if;
  execute format($view$
    create or replace view %I.keys as
    select k.db, k.key, k.key_text,
           (array['string', 'list', 'set', 'zset', 'hash', 'stream'])[k.type] as type,
           case when k.type = 1 then octet_length(k.value)
                when k.type = 5 and k.id is not null then
                  k.length - (select count(*) from hash h
                              where -h.id = -k.id and h.expires_at <= statement_millis())
                when k.id is not null then k.length
                when k.type = 4 then cardinality(k.items) / 2
                when k.type = 5 and k.encoding & 2 = 0 then cardinality(k.items) / 2
                when k.type = 5 then
                  (select count(*) from generate_series(3, cardinality(k.items), 3) as n
                   where k.items[n] = '' or convert_from(k.items[n], 'UTF8')::bigint > statement_millis())
                else cardinality(k.items) end::bigint as size,
           to_timestamp(k.expires_at / 1000.0) as expires_at, k.name as key_bytes
    from live_key k$view$, views);
end
$$;
