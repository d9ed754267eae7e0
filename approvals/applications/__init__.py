"""Online applications of citizens and firms (网上申请) and the one form (一表制): what was given is offered again."""
