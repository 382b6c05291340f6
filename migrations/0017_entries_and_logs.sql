-- Kinds of items: forms that are filled in (F1, F2, T12), and the lines of the logs (T13).
alter table item drop constraint item_kind_check;
alter table item add constraint item_kind_check
  check (kind in ('own', 'module', 'certificate', 'exam', 'library file', 'entry', 'log'));
alter table item drop constraint item_source_check;
alter table item add constraint item_source_check
  check (source in ('entered', 'photographed', 'copied', 'learning', 'captured', 'college', 'form', 'log'));
