-- What an import brought to a row beside its words (K5): to tell whether files were added or taken away since.
alter table imported_row add column file_ids uuid[] not null default '{}';

select let_erasure_reach_all();
