"""Reading the file (阅卷): asked for at the desk, granted part by part, masked, recorded."""
