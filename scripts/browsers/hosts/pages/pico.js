import '@picocss/pico/css/pico.min.css'
import './plain.js'
