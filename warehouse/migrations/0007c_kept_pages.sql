-- Pages were kept before 0007; feeds were not. By itself, since rows of a table whose columns
-- were altered cannot be changed in the same transaction.

UPDATE fetches SET document_id = body_hash
WHERE outcome = 'read' AND entry_id <> '' AND document_id = '' AND body_hash <> '';
