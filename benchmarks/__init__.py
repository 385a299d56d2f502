"""Measurements that a machine can judge: ratios taken in one run, never bare seconds."""
