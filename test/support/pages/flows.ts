import './flowsHost';
import '../../../webviews/src/captures/flows/flows.css';
import '../../../webviews/src/captures/flows/flows';
