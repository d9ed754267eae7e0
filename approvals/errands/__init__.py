"""Errands: an agent of a village room or town takes an application and follows it to its end (全程代办)."""
