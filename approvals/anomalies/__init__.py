"""What is irregular in cases beside broken limits: rules E-01 to E-19, each with the signs by which a breach shows."""

from approvals.anomalies import explaining, hearings, listing, moments, notices, papers, pausing, rules, steps
from efficiency.irregularities.registry import register, register_rule

for _rule in rules.RULES:
    register_rule(_rule)
for _room in (notices, papers, pausing, steps, hearings, listing, moments, explaining):
    register(*_room.SIGNS)
