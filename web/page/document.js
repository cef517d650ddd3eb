/** A document's page: the theme, and the list of contents, folded where it would fill a phone. */

import './theme.js';

const contents = document.querySelector('.contents details');
const wide = matchMedia('(width >= 1100px)');

const fold = () => contents?.toggleAttribute('open', wide.matches);
wide.addEventListener('change', fold);
fold();
