"""What every feature leans on: access, tenancy, transactions, audit, outbox, cache, uploads, safety."""
