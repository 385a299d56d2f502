"""Can anybody be worked out from the team figures that were ever shown?"""
