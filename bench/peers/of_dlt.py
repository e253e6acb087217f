"""dlt, the Python tool whose formats decant keeps to: tuned as its own performance guide says, and as it comes."""


def contenders(context, destination):
    return []
