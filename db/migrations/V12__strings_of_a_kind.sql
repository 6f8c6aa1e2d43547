-- What a batch that writes without having looked begins with: takes the locks or fails, and makes sure that the worker
-- and the mapping are what the caller believes. A function in the list of what is selected goes through the locks
-- without putting them into a table first.
create function begin_blind(
  store_lock bigint, locks bigint[], mapping_generation bigint, worker_id bigint, worker_epoch bigint, worker_n bigint
) returns void language plpgsql as $$
begin
  if not pg_try_advisory_xact_lock_shared(store_lock) then
    raise exception 'another instance holds the store' using errcode = 'PR002';
  end if;
  update worker set n = n + 1
  where id = worker_id and epoch = worker_epoch and n = worker_n
    and (select generation from store) = mapping_generation
    and (select coalesce(bool_and(l.taken), true) from (select pg_try_advisory_xact_lock(unnest(locks)) as taken) l);
  if not found then
    raise exception 'another instance holds a key, this worker has been fenced, or the mapping of databases has changed'
      using errcode = 'PR002';
  end if;
end
$$;

-- Writes over whatever there is, unless a row has this version already, and counts what came and went. The locks are
-- held. A negative expiry is meant from now on, in milliseconds. The counts and the graveyard are rarely concerned:
-- what has nothing to say to them is not written there.
create function put_blind(
  worker_id bigint,
  keyspaces bigint[], highs bigint[], lows bigint[], names bytea[],
  types smallint[], encodings smallint[], row_values bytea[], expiries bigint[], versions bigint[]
) returns void language plpgsql as $$
declare
  now_millis bigint := floor(extract(epoch from clock_timestamp()) * 1000);
  change     record;
begin
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

-- As before, of these parts, and without the scan of V11, which is a function of its own now.
create or replace function write_blind(
  store_lock bigint, locks bigint[], mapping_generation bigint,
  worker_id bigint, worker_epoch bigint, worker_n bigint,
  keyspaces bigint[], highs bigint[], lows bigint[], names bytea[],
  types smallint[], encodings smallint[], row_values bytea[], expiries bigint[], versions bigint[]
) returns void language plpgsql as $$
declare
  written bigint;
  space   bigint;
  kind    smallint;
begin
  perform begin_blind(store_lock, locks, mapping_generation, worker_id, worker_epoch, worker_n);
  if 0 = all (expiries) and keyspaces[1] = all (keyspaces) and types[1] = all (types) then
    space := keyspaces[1];
    kind := types[1];
    update key k
    set type = kind, encoding = i.encoding, value = i.value, version = i.version, items = null, room = null
    from (
      select space as keyspace, l.*
      from unnest(highs, lows, encodings, row_values, versions) as l (high, low, encoding, value, version) offset 0) as i
    where k.keyspace = any (array[i.keyspace]) and (k.high, k.low) = (i.high, i.low)
      and k.type <> 0 and k.expires_at is null and k.id is null;
    get diagnostics written = row_count;
    if written = cardinality(highs) then
      return;
    end if;
  end if;
  perform put_blind(
    worker_id, keyspaces, highs, lows, names, types, encodings, row_values, expiries, versions);
end
$$;

-- As write_blind, for keys of one keyspace that all get a value of one type, no expiry, and the same version. Those that
-- are there already are found by one scan of the index for all of them, instead of a join that looks each of them up.
-- Which of the new values a row gets, width_bucket tells by its digest, so highs must be in ascending order. Where two are
-- equal, a key is not found, and the batch is written as one with new keys. For PostgreSQL 17 and later: before, the scan
-- might be planned, while the table is empty, as a walk through all keys of the keyspace. And for some hundred keys: each
-- width_bucket reads the whole array.
create function write_blind_alike(
  store_lock bigint, locks bigint[], mapping_generation bigint,
  worker_id bigint, worker_epoch bigint, worker_n bigint,
  space bigint, kind smallint, new_version bigint,
  highs bigint[], lows bigint[], names bytea[], encodings smallint[], row_values bytea[]
) returns void language plpgsql as $$
declare
  -- Null where they differ.
  code    smallint := case when encodings[1] = all (encodings) then encodings[1] end;
  size    integer := cardinality(highs);
  written integer;
begin
  perform begin_blind(store_lock, locks, mapping_generation, worker_id, worker_epoch, worker_n);
  update key k
  set type = kind, encoding = coalesce(code, encodings[width_bucket(k.high, highs)]),
      value = row_values[width_bucket(k.high, highs)], version = new_version, items = null, room = null
  where k.keyspace = space and k.high = any (highs) and k.low = lows[width_bucket(k.high, highs)]
    and k.type <> 0 and k.expires_at is null and k.id is null;
  get diagnostics written = row_count;
  if written < size then
    perform put_blind(
      worker_id, array_fill(space, array[size]), highs, lows, names, array_fill(kind, array[size]), encodings,
      row_values, array_fill(0::bigint, array[size]), array_fill(new_version, array[size]));
  end if;
end
$$;
