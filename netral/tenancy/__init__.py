"""Institutions: the tenants to which every row belongs, and what day it is there."""
