"""The domain of grid governance: shapes, rules and facts of a town; knows no web framework and no map library."""
