# SPDX-License-Identifier: Apache-2.0
"""Damage that a database can have: the statements that do it, and what db check must call it.

In the cloud of cloud.py, provider 1 is a root and 2 and 3 are below it; 4, 5 and 6 hold nothing.
"""
MAKE_ROOT = 'UPDATE resource_providers SET parent_provider_id = NULL WHERE id = 1'
FIX_INVENTORY = 'UPDATE inventories SET reserved = 0, step_size = 1 WHERE reserved > total'
GIVE_BACK = ('INSERT INTO inventories (resource_provider_id, resource_class_id, total, reserved,'
             ' min_unit, max_unit, step_size, allocation_ratio) VALUES (2, 0, 32, 0, 1, 32, 1, 4)')
GROW = 'UPDATE inventories SET total = 32 WHERE resource_provider_id = 2 AND resource_class_id = 0'

# What is done, what db check finds at once, and what the operator decides where it can only advise.
DAMAGE = [
    ('a lost table', ['DROP TABLE consumer_types'], {'table-missing'}, None),
    ('another revision', ["UPDATE alembic_version SET version_num = '422ece571366'"],
     {'revision-old'}, None),
    ('lost indexes', ['DROP INDEX allocations_consumer_id_idx',
                      'DROP INDEX inventories_resource_class_id_idx'], {'index-missing'},
     'places'),
    ('a lost trigger', ['DROP TRIGGER catalog_journal_traits_insert'],
     {'journal-incomplete'}, None),
    ('a parent that is gone', ['UPDATE resource_providers SET parent_provider_id = 999999'
                               ' WHERE id = 2'], {'provider-parent-gone'}, None),
    ('a loop', ['UPDATE resource_providers SET parent_provider_id = 3 WHERE id = 1'],
     {'provider-loop'}, MAKE_ROOT),
    ('no root', ['UPDATE resource_providers SET root_provider_id = NULL WHERE id = 2'],
     {'provider-root-missing'}, None),
    ('a root that is gone', ['UPDATE resource_providers SET root_provider_id = 999999'
                             ' WHERE id = 3'], {'provider-root-wrong'}, None),
    ('the root of another tree', ['UPDATE resource_providers SET root_provider_id = 4'
                                  ' WHERE id IN (1, 2)'], {'provider-root-wrong'}, None),
    ('no generation', ['UPDATE resource_providers SET generation = NULL WHERE id = 4'],
     {'provider-generation'}, None),
    ('a negative generation', ['UPDATE resource_providers SET generation = -1 WHERE id = 4'],
     {'provider-generation'}, None),
    ('a generation never counted', ['UPDATE resource_providers SET generation = 0 WHERE id = 4'],
     {'provider-uncounted'}, None),
    ('a provider deleted by hand', ['DELETE FROM resource_providers WHERE id = 4'],
     {'provider-parent-gone', 'inventory-provider-gone', 'trait-provider-gone',
      'aggregate-provider-gone'}, None),
    ('a used provider deleted by hand', ['DELETE FROM resource_providers WHERE id = 2'],
     {'inventory-provider-gone', 'allocation-provider-gone'}, None),
    ('a resource class deleted by hand', ['DELETE FROM resource_classes WHERE id = 1'],
     {'inventory-class-gone', 'allocation-class-gone'}, None),
    ('a trait deleted by hand', ['DELETE FROM traits WHERE id = 7'], {'trait-gone'}, None),
    ('an aggregate deleted by hand', ['DELETE FROM placement_aggregates WHERE id = 1'],
     {'aggregate-gone'}, None),
    ('a consumer deleted by hand', ['DELETE FROM consumers WHERE id = 1'],
     {'allocation-consumer-gone'}, None),
    ('a project deleted by hand', ['DELETE FROM projects'], {'consumer-project-gone'}, None),
    ('a user deleted by hand', ['DELETE FROM users'], {'consumer-user-gone'}, None),
    ('a consumer type deleted by hand', ['DELETE FROM consumer_types'], {'consumer-type-gone'},
     None),
    ('impossible inventories', ['UPDATE inventories SET reserved = total + 1, step_size = 0'
                                ' WHERE resource_provider_id = 4'], {'inventory-values'},
     FIX_INVENTORY),
    ('allocations of nothing', ['UPDATE allocations SET used = 0 WHERE id = 2'],
     {'allocation-values'}, None),
    ('an allocation that is there twice',
     ['INSERT INTO allocations (resource_provider_id, consumer_id, resource_class_id, used)'
      ' SELECT resource_provider_id, consumer_id, resource_class_id, used FROM allocations'
      ' WHERE id = 1'], {'allocation-twice'}, None),
    ('an inventory deleted by hand', ['DELETE FROM inventories WHERE resource_provider_id = 2'
                                      ' AND resource_class_id = 0'],
     {'allocation-inventory-gone'}, GIVE_BACK),
    ('a host that was shrunk', ['UPDATE inventories SET total = 1, allocation_ratio = 3.9'
                                ' WHERE resource_provider_id = 2 AND resource_class_id = 0'],
     {'provider-over-capacity'}, GROW),
    ('a negative generation of a consumer', ['UPDATE consumers SET generation = -5 WHERE id = 1'],
     {'consumer-generation'}, None),
    ('a consumer that holds nothing', ['DELETE FROM allocations WHERE consumer_id ='
                                       ' (SELECT uuid FROM consumers WHERE id = 1)'],
     {'consumer-idle'}, None),
]
NOT_SERIOUS = {'index-missing', 'journal-incomplete', 'provider-uncounted',
               'provider-over-capacity', 'consumer-idle'}

# The same in a large cloud, all at once, each in a host of its own: what is done, and how many places
# db check must find. Hosts with an even number hold two consumers of three allocations each; host n
# has the providers 3n+1 (the root), 3n+2 and 3n+3.
CLOUD_DAMAGE = [
    ('a loop', ['UPDATE resource_providers SET parent_provider_id = 3 WHERE id = 1'],
     {'provider-loop': 3}),
    ('a parent that is gone', ['UPDATE resource_providers SET parent_provider_id = 999999'
                               ' WHERE id = 35'], {'provider-parent-gone': 1}),
    ('no root', ['UPDATE resource_providers SET root_provider_id = NULL WHERE id IN (61, 62)'],
     {'provider-root-missing': 2}),
    ('wrong roots', ['UPDATE resource_providers SET root_provider_id = 4 WHERE id IN (92, 93)'],
     {'provider-root-wrong': 2}),
    ('bad generations', ['UPDATE resource_providers SET generation = -7 WHERE id = 121',
                         'UPDATE resource_providers SET generation = NULL WHERE id = 124'],
     {'provider-generation': 2}),
    ('a generation never counted', ['UPDATE resource_providers SET generation = 0 WHERE id = 151'],
     {'provider-uncounted': 1}),
    ('traits deleted by hand', ['DELETE FROM resource_provider_traits WHERE trait_id IN (7, 8)'
                                ' AND resource_provider_id > 300',
                                'DELETE FROM traits WHERE id IN (7, 8)'], {'trait-gone': 200}),
    ('inventories of no class and of no provider',
     ['UPDATE inventories SET resource_class_id = 99 WHERE resource_provider_id = 184'
      ' AND resource_class_id = 2',
      'UPDATE inventories SET resource_provider_id = 888888 WHERE resource_provider_id = 185'
      ' AND resource_class_id = 0'], {'inventory-class-gone': 1, 'inventory-provider-gone': 1}),
    ('allocations of no class and of no provider',
     ['UPDATE allocations SET resource_class_id = 98 WHERE resource_provider_id = 182'
      ' AND resource_class_id = 0',
      'UPDATE allocations SET resource_provider_id = 777777 WHERE resource_provider_id = 183'
      ' AND resource_class_id = 0'], {'allocation-class-gone': 1, 'allocation-provider-gone': 1}),
    ('consumers deleted by hand', ['DELETE FROM consumers WHERE id IN (101, 102)'],
     {'allocation-consumer-gone': 6}),
    ('consumers of nobody', ['UPDATE consumers SET project_id = 55, user_id = 56,'
                             ' consumer_type_id = 57, generation = -1 WHERE id = 103'],
     {'consumer-project-gone': 1, 'consumer-user-gone': 1, 'consumer-type-gone': 1,
      'consumer-generation': 1}),
    ('hosts that were shrunk', ['UPDATE inventories SET total = 11 WHERE resource_class_id = 2'
                                ' AND resource_provider_id IN (361, 367)'],
     {'provider-over-capacity': 2}),
    ('an impossible inventory', ['UPDATE inventories SET min_unit = 0 WHERE resource_provider_id'
                                 ' = 391 AND resource_class_id = 2'], {'inventory-values': 1}),
    ('an inventory deleted by hand', ['DELETE FROM inventories WHERE resource_provider_id = 421'],
     {'allocation-inventory-gone': 1}),
    ('an allocation of nothing', ['UPDATE allocations SET used = 0 WHERE resource_provider_id = 452'
                                  ' AND resource_class_id = 0'], {'allocation-values': 1}),
    ('a consumer that holds nothing', ["INSERT INTO consumers (uuid, project_id, user_id,"
                                       " generation) VALUES ('idle', 1, 1, 0)"],
     {'consumer-idle': 1}),
    ('a lost index and a lost trigger', ['DROP INDEX allocations_consumer_id_idx',
                                         'DROP TRIGGER catalog_journal_traits_insert'],
     {'index-missing': 1, 'journal-incomplete': 1}),
]
