CREATE TABLE catalog_journal (sequence INTEGER NOT NULL PRIMARY KEY, subject INTEGER NOT NULL, token INTEGER NOT NULL)
--
CREATE TRIGGER catalog_journal_trim AFTER INSERT ON catalog_journal
WHEN NEW.sequence % 256 = 0
BEGIN
    DELETE FROM catalog_journal WHERE sequence <= NEW.sequence - 32768;
END
--
CREATE TRIGGER catalog_journal_resource_providers_insert AFTER INSERT ON resource_providers
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (NEW.id, random());
END
--
CREATE TRIGGER catalog_journal_resource_providers_update AFTER UPDATE OF id, uuid, root_provider_id, parent_provider_id ON resource_providers
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (OLD.id, random()), (NEW.id, random());
END
--
CREATE TRIGGER catalog_journal_resource_providers_delete AFTER DELETE ON resource_providers
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (OLD.id, random());
END
--
CREATE TRIGGER catalog_journal_inventories_insert AFTER INSERT ON inventories
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (NEW.resource_provider_id, random());
END
--
CREATE TRIGGER catalog_journal_inventories_update AFTER UPDATE ON inventories
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (OLD.resource_provider_id, random()), (NEW.resource_provider_id, random());
END
--
CREATE TRIGGER catalog_journal_inventories_delete AFTER DELETE ON inventories
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (OLD.resource_provider_id, random());
END
--
CREATE TRIGGER catalog_journal_allocations_insert AFTER INSERT ON allocations
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (NEW.resource_provider_id, random());
END
--
CREATE TRIGGER catalog_journal_allocations_update AFTER UPDATE ON allocations
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (OLD.resource_provider_id, random()), (NEW.resource_provider_id, random());
END
--
CREATE TRIGGER catalog_journal_allocations_delete AFTER DELETE ON allocations
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (OLD.resource_provider_id, random());
END
--
CREATE TRIGGER catalog_journal_resource_provider_traits_insert AFTER INSERT ON resource_provider_traits
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (NEW.resource_provider_id, random());
END
--
CREATE TRIGGER catalog_journal_resource_provider_traits_update AFTER UPDATE ON resource_provider_traits
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (OLD.resource_provider_id, random()), (NEW.resource_provider_id, random());
END
--
CREATE TRIGGER catalog_journal_resource_provider_traits_delete AFTER DELETE ON resource_provider_traits
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (OLD.resource_provider_id, random());
END
--
CREATE TRIGGER catalog_journal_resource_provider_aggregates_insert AFTER INSERT ON resource_provider_aggregates
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (NEW.resource_provider_id, random());
END
--
CREATE TRIGGER catalog_journal_resource_provider_aggregates_update AFTER UPDATE ON resource_provider_aggregates
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (OLD.resource_provider_id, random()), (NEW.resource_provider_id, random());
END
--
CREATE TRIGGER catalog_journal_resource_provider_aggregates_delete AFTER DELETE ON resource_provider_aggregates
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (OLD.resource_provider_id, random());
END
--
CREATE TRIGGER catalog_journal_traits_insert AFTER INSERT ON traits
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (0, random());
END
--
CREATE TRIGGER catalog_journal_traits_delete AFTER DELETE ON traits
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (0, random());
END
--
CREATE TRIGGER catalog_journal_traits_update AFTER UPDATE ON traits
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (-1, random());
END
--
CREATE TRIGGER catalog_journal_resource_classes_insert AFTER INSERT ON resource_classes
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (0, random());
END
--
CREATE TRIGGER catalog_journal_resource_classes_delete AFTER DELETE ON resource_classes
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (0, random());
END
--
CREATE TRIGGER catalog_journal_resource_classes_update AFTER UPDATE ON resource_classes
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (-1, random());
END
--
CREATE TRIGGER catalog_journal_placement_aggregates_update AFTER UPDATE ON placement_aggregates
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (-1, random());
END
--
CREATE TRIGGER catalog_journal_placement_aggregates_delete AFTER DELETE ON placement_aggregates
BEGIN
    INSERT INTO catalog_journal (subject, token) VALUES (-1, random());
END
