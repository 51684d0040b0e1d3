"""Bolehkah?"""
