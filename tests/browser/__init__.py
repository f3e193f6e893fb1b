"""Tests that press the buttons: Chromium against a real `gongjian serve`."""
