"""Audio-visual recordings (音像记录): handed in, tied to a step, played under watermark."""
