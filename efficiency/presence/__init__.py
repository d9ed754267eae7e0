"""Who is here: leave, going out, absence, duty rosters; and what somebody was asked first."""
