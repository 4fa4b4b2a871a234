"""The host: trio, real time, threads, and a world. It commits first and acts after."""
