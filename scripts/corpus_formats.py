def format_files(source):
    return {}
