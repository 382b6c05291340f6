-- Accounts that close (A10): from the day their owner asked, until they keep the account or it is erased.
create table closing (
  owner_id uuid primary key,
  asked_at timestamptz not null,
  erase_at timestamptz not null,
  -- Connections that were active, and are again where the account is kept.
  paused uuid[] not null default '{}',
  warned_at timestamptz,
  -- From here on there is no way back; a server that stops goes on from wherever it was.
  erasing_since timestamptz
);
create index closing_due on closing (owner_id, erase_at);
grant select, insert, update, delete on closing to cairn_app;

-- Whose signed training records a programme keeps after their account is gone, and to which day.
create table kept_record (
  owner_id uuid not null,
  programme_id uuid not null,
  name text not null,
  professional_number text not null,
  erased_on date not null,
  until_on date not null,
  primary key (owner_id, programme_id)
);
create index kept_record_of_programme on kept_record (owner_id, until_on);
grant select, insert on kept_record to cairn_app;

-- How somebody was called who signed or did something in the records of others, and whose account is gone.
create table kept_name (
  owner_id uuid primary key,
  name text not null
);
grant select, insert on kept_name to cairn_app;

-- For how many years signed training records are kept after the end of training there, where an account is closed.
alter table programme add kept_years int not null default 6 check (kept_years between 1 and 50);

-- The erasing role finds rows by their keys and deletes them, in every owner-scoped table; what they say it cannot read. To be called
-- by each later migration that adds such a table.
create function let_erasure_reach_all() returns void language plpgsql as $$
declare one record;
begin
  for one in
    select c.oid, c.relname,
      (select string_agg(quote_ident(a.attname), ', ') from pg_index x join pg_attribute a on a.attrelid = c.oid and a.attnum = any(x.indkey)
       where x.indrelid = c.oid and x.indisprimary) as keys
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not in ('chain_link', 'kept_name')
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'owner_id' and not a.attisdropped)
  loop
    execute format('grant select (%s), delete on %I to cairn_erasure', one.keys, one.relname);
  end loop;
end
$$;
revoke all on function let_erasure_reach_all() from public;
select let_erasure_reach_all();
grant select (id, email, accepted_by), delete on invitation to cairn_erasure;
