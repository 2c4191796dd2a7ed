"""Message catalogues: Vietnamese, Japanese and Korean; the sources are English."""
