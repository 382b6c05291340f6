-- To which address a link was sent that asks whether it was them (F9): one sent to a private address confirms nothing for another.
alter table ticket_link add column sent_to text not null default '';
update ticket_link set sent_to = ticket.assessor_email
from ticket
where ticket.owner_id = ticket_link.owner_id and ticket.id = ticket_link.ticket_id and ticket_link.purpose = 'confirm';
