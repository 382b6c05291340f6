-- Deadlines as a calendar that other programs read (H3). Only a hash of the address's token is kept; one address an owner.
create table calendar_feed (
  owner_id uuid primary key references person,
  token_hash text not null,
  made_at timestamptz not null
);
grant select, insert, update, delete on calendar_feed to cairn_app;
