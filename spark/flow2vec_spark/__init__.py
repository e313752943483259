"""flow2vec's engine on Apache Spark. What learns and reads is the engine of the extension; this package feeds it."""
