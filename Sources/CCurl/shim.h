// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <curl/curl.h>

// Swift imports no variadic functions, so each type of argument gets a typed twin.

typedef size_t (*ccurl_callback)(char *data, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_callback(CURL *handle, CURLoption option, ccurl_callback value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

// Compound macros are not imported either.
static const long ccurl_redirect_keeps_post = CURL_REDIR_POST_ALL;
static const size_t ccurl_error_size = CURL_ERROR_SIZE;
