-- Objectives and appraisal years that an archive brought, and that nobody built upon since, are taken out again with it (K5, P26). Of
-- these tables the program can delete nothing else.
create function take_out_brought(of_owner uuid, of_import uuid, objectives uuid[], years uuid[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  going_objectives uuid[] := array(
    select id from brought_row where owner_id = of_owner and import_id = of_import and part = 'objective' and id = any(objectives));
  going_years uuid[] := array(
    select id from brought_row where owner_id = of_owner and import_id = of_import and part = 'appraisal_year' and id = any(years));
begin
  delete from objective_item where owner_id = of_owner and objective_id = any(going_objectives);
  delete from appraisal_ended_objective
  where owner_id = of_owner and (objective_id = any(going_objectives) or year_id = any(going_years));
  delete from objective where owner_id = of_owner and id = any(going_objectives);
  delete from appraisal_record where owner_id = of_owner and year_id = any(going_years);
  delete from appraisal_year where owner_id = of_owner and id = any(going_years);
end
$$;
revoke all on function take_out_brought(uuid, uuid, uuid[], uuid[]) from public;
grant execute on function take_out_brought(uuid, uuid, uuid[], uuid[]) to cairn_app;

select let_erasure_reach_all();
