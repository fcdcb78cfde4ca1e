// CommonJS, because the tests and the measurements are loaded in different ways and both understand it.
const { existsSync } = require('node:fs');

// The shell is the same engine without windows, and takes half the processor time.
const DEBIAN = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

/** The distribution's Chromium; nothing is ever downloaded. */
exports.CHROMIUM = process.env.CAULDRON_CHROMIUM ?? DEBIAN.find(existsSync) ?? DEBIAN[0];
