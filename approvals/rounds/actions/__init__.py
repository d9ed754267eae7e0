"""What happens to rounds: prepared, answered, approved; and the replay of finished cases."""
