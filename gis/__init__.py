"""The domain of grid governance: shapes, rules and facts; knows no web framework and no map library."""
