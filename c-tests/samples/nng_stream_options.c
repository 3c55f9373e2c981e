// stdout: nng_stream_options.out
//
// The example of the manual page nng_stream_options(7): a WebSocket for text, with a subprotocol.

#include "nng_sample_stream.h"

// EXAMPLE
// Listens for clients that speak the subprotocol, at a path of an HTTP server. Messages are text, of up to 4096 bytes.
static nng_stream_listener *listen_for_chats(const char *url) {
    nng_stream_listener *listener;

    check(nng_stream_listener_alloc(&listener, url), url);
    check(nng_stream_listener_set_string(listener, NNG_OPT_WS_PROTOCOL, "chat"), "protocol");
    check(nng_stream_listener_set_bool(listener, NNG_OPT_WS_SEND_TEXT, true), "text");
    check(nng_stream_listener_set_bool(listener, NNG_OPT_WS_RECV_TEXT, true), "text");
    check(nng_stream_listener_set_size(listener, NNG_OPT_WS_RECVMAXFRAME, 4096), "limit");
    check(nng_stream_listener_listen(listener), url);
    return listener;
}

// Prints what a client said about itself when it connected.
static void introduce(nng_stream *stream) {
    char *agent;
    int error = nng_stream_get_string(stream, NNG_OPT_WS_REQUEST_HEADER "User-Agent", &agent);

    if(error == 0) {
        printf("%s is here\n", agent);
        nng_strfree(agent);
    } else if(error == NNG_ENOENT) {
        printf("somebody is here\n");
    } else {
        check(error, "User-Agent");
    }
}
// END EXAMPLE

int main(void) {
    nng_stream_listener *listener = listen_for_chats("ws://127.0.0.1:0/chat");
    nng_stream_dialer *dialer;
    nng_stream *accepted, *dialed;
    nng_sockaddr address;
    nng_aio *aio = sample_aio();
    char text[64], question[6] = "";

    check(nng_stream_listener_get_addr(listener, NNG_OPT_LOCADDR, &address), "address");
    snprintf(text, sizeof text, "ws://127.0.0.1:%d/chat", ntohs(address.s_in.sa_port));
    check(nng_stream_dialer_alloc(&dialer, text), text);
    check(nng_stream_dialer_set_string(dialer, NNG_OPT_WS_PROTOCOL, "chat"), "protocol");
    check(nng_stream_dialer_set_string(dialer, NNG_OPT_WS_REQUEST_HEADERS, "User-Agent: sample/1\r\n"), "header");
    check(nng_stream_dialer_set_bool(dialer, NNG_OPT_WS_SEND_TEXT, true), "text");
    check(nng_stream_dialer_set_bool(dialer, NNG_OPT_WS_RECV_TEXT, true), "text");
    sample_connect(listener, dialer, &accepted, &dialed);
    introduce(accepted);
    sample_buffer(aio, "hello", 5);
    nng_stream_send(dialed, aio);
    check(sample_end(aio), "send");
    sample_buffer(aio, question, 5);
    nng_stream_recv(accepted, aio);
    check(sample_end(aio), "receive");
    printf("it says %s\n", question);

    nng_aio_free(aio);
    nng_stream_free(dialed);
    nng_stream_free(accepted);
    nng_stream_dialer_free(dialer);
    nng_stream_listener_free(listener);
    return 0;
}
