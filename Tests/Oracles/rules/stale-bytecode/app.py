import idna
import joblib
