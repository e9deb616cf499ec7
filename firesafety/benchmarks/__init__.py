"""What ``manage.py benchmark`` measures, one subject per file."""
