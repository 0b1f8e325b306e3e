"""Measure; assert nothing."""
