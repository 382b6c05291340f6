-- The private address somebody signed from before they were asked at work (F9): it goes on being theirs (F2), and by its link they can
-- give the work address again.
alter table ticket add column private_email text not null default '';
update ticket set private_email = link.sent_to
from ticket_link link
where
  link.owner_id = ticket.owner_id and link.ticket_id = ticket.id and link.purpose = 'confirm'
  and link.sent_to <> '' and link.sent_to <> ticket.assessor_email;

-- Who is to sign was told that the trainee's part is filled in (H3): once.
alter table entry add column told_at timestamptz;
grant update (told_at) on entry to cairn_app;
