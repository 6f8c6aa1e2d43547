-- As before, but strings that are there already are found by one scan of the index for all of them, instead of a join
-- that looks each of them up. Which of the new values a row gets, width_bucket tells by its digest, so highs are in
-- ascending order; where they are not, or two are equal, a key is not found, and the batch is written as one with new
-- keys. Each width_bucket reads the whole array: very many keys are looked up as before. So are they before PostgreSQL
-- 17, where the scan might be planned, while the table is empty, as a walk through all keys of the keyspace.
create or replace function write_blind(
  store_lock bigint, locks bigint[], mapping_generation bigint,
  worker_id bigint, worker_epoch bigint, worker_n bigint,
  keyspaces bigint[], highs bigint[], lows bigint[], names bytea[],
  types smallint[], encodings smallint[], row_values bytea[], expiries bigint[], versions bigint[]
) returns void language plpgsql as $$
declare
  now_millis bigint;
  written    bigint;
  change     record;
  space      bigint;
  kind       smallint;
begin
  if not pg_try_advisory_xact_lock_shared(store_lock) then
    raise exception 'another instance holds the store' using errcode = 'PR002';
  end if;
  update worker set n = n + 1
  where id = worker_id and epoch = worker_epoch and n = worker_n
    and (select generation from store) = mapping_generation
    and not exists (select from unnest(locks) as l (id) where not pg_try_advisory_xact_lock(l.id));
  if not found then
    raise exception 'another instance holds a key, this worker has been fenced, or the mapping of databases has changed'
      using errcode = 'PR002';
  end if;
  if 0 = all (expiries) and keyspaces[1] = all (keyspaces) and types[1] = all (types) then
    space := keyspaces[1];
    kind := types[1];
    if cardinality(highs) <= 1000 and current_setting('server_version_num')::integer >= 170000 then
      update key k
      set type = kind,
          (encoding, value, version) = (
            select encodings[n], row_values[n], versions[n] from (select width_bucket(k.high, highs) as n offset 0) p),
          items = null, room = null
      where k.keyspace = space and k.high = any (highs) and k.low = lows[width_bucket(k.high, highs)]
        and k.type <> 0 and k.expires_at is null and k.id is null;
    else
      update key k
      set type = kind, encoding = i.encoding, value = i.value, version = i.version, items = null, room = null
      from (
        select space as keyspace, l.*
        from unnest(highs, lows, encodings, row_values, versions) as l (high, low, encoding, value, version) offset 0) as i
      where k.keyspace = any (array[i.keyspace]) and (k.high, k.low) = (i.high, i.low)
        and k.type <> 0 and k.expires_at is null and k.id is null;
    end if;
    get diagnostics written = row_count;
    if written = cardinality(highs) then
      return;
    end if;
  end if;
  now_millis := floor(extract(epoch from clock_timestamp()) * 1000);
  for change in
    with written as (
      insert into key as k (keyspace, high, low, name, type, encoding, value, expires_at, version)
      select i.keyspace, i.high, i.low, i.name, i.type, i.encoding, i.value,
             case when i.expires_at < 0 then now_millis - i.expires_at else nullif(i.expires_at, 0) end, i.version
      from unnest(keyspaces, highs, lows, names, types, encodings, row_values, expiries, versions)
        as i (keyspace, high, low, name, type, encoding, value, expires_at, version)
      where i.version is distinct from (
        select k.version from key k where (k.keyspace, k.high, k.low) = (i.keyspace, i.high, i.low))
      on conflict (keyspace, high, low) do update
      set type = excluded.type, encoding = excluded.encoding, value = excluded.value,
          expires_at = excluded.expires_at, version = excluded.version,
          id = null, length = null, head = null, items = null, room = null,
          replaced = case when k.type = 0 then 0 when k.expires_at is null then 1 else 3 end,
          -- The type goes along in the lowest bits.
          replaced_id = k.id * 8 + k.type
      returning k.keyspace, k.replaced, k.replaced_id, k.expires_at
    ), change as (
      select keyspace, count(*) filter (where replaced in (-1, 0)) as keys,
             count(expires_at) - count(*) filter (where replaced = 3) as expiring,
             array_agg(replaced_id) filter (where replaced_id is not null) as graves
      from written group by keyspace
    )
    select * from change where keys <> 0 or expiring <> 0 or graves is not null
  loop
    insert into key_count as c (keyspace, worker, keys, expiring)
    values (change.keyspace, worker_id, change.keys, change.expiring)
    on conflict (keyspace, worker) do update
    set keys = c.keys + excluded.keys, expiring = c.expiring + excluded.expiring;
    insert into graveyard (id, type) select g / 8, g % 8 from unnest(change.graves) g;
  end loop;
end
$$;
