"""One pass over the bytes of many resources: each is checked whole, and what is wanted of it is found.

Compiled by numba: a resource of 1,500 bytes takes two microseconds, where making Python objects of it alone
takes six.
"""
