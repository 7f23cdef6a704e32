import 'bootstrap/dist/css/bootstrap.min.css'
import './plain.js'
