/* libdillimpl.h: for authors of handle types and protocols, with the interface of libdill. Part of libhttpcore.
   Generated from the library's sources, see cbindgen/README.md there. Do not edit.

   DILL_DISABLE_RAW_NAMES and DILL_DISABLE_SOCKETS work as in libdill.h. */

#ifndef LIBDILLIMPL_H_INCLUDED
#define LIBDILLIMPL_H_INCLUDED

#include "libdill.h"

#if defined __cplusplus
extern "C" {
#endif

/* --------------------------------------------------------------------------------------------------------- handles */

/** What every handle can do: answer which interfaces it offers, and be closed. */
struct dill_hvfs {
    /**
     * Returns the object's table for the interface that `type` identifies, the same until it is closed; or NULL with
     * errno set (`ENOTSUP` when it has no such interface).
     */
    void *(*query)(struct dill_hvfs *vfs, const void *type_);
    /**
     * Releases the object. Called once, by `dill_hclose`, also while another coroutine is inside of a function of the
     * object.
     */
    void (*close)(struct dill_hvfs *vfs);
};

/**
 * Makes a handle for an object of the program, which contains the table `vfs`.
 *
 * The library keeps the pointer until it calls the `close` callback, once, from `dill_hclose`. Callbacks run on the
 * caller's stack; while `close` runs, nothing may block and no handle can be made (`ECANCELED`).
 *
 * Returns the handle. Returns -1 with errno set: `EINVAL` (`vfs` or one of its callbacks is NULL), `ECANCELED` (the
 * caller is being cancelled, or is in a `close` callback), `ENOMEM`; the object is still the caller's then.
 *
 * Requirements: `vfs` is NULL or points to a table that is valid until it is closed.
 */
DILL_EXPORT int dill_hmake(struct dill_hvfs *vfs);

/**
 * Asks the object behind a handle for its table of the kind `type`, for instance `dill_bsock_type`.
 *
 * Returns what its `query` callback returns. The latest answer is remembered: asked for the same kind again, the
 * callback is not called. Returns NULL with errno set: `EBADF` (not a handle), or what the callback has set, which is
 * `ENOTSUP` for the library's own objects.
 */
DILL_EXPORT void *dill_hquery(int h, const void *type);

#if !defined DILL_DISABLE_SOCKETS

/* --------------------------------------------------------------------------------------------------------- sockets */

/**
 * The interface of a bytestream socket.
 *
 * A list that the library passes is in order: it begins at `first` and ends at `last`, which are not NULL. It is not to
 * be changed. The functions are to fail with `EPIPE` when the peer (receiving) or this side (sending) has finished in
 * good order, with `EBUSY` when another coroutine does the same, and with `ECONNRESET` once a transfer in the same
 * direction has failed in another way. If one is NULL, calls that need it fail with `ENOTSUP`.
 */
struct dill_bsock_vfs {
    /** Sends all bytes of the list. Returns 0, or -1 with errno set. */
    int (*bsendl)(struct dill_bsock_vfs *vfs,
                  struct dill_iolist *first,
                  struct dill_iolist *last,
                  int64_t deadline);
    /** Fills all buffers of the list; bytes for one that is NULL are dropped. Returns 0, or -1 with errno set. */
    int (*brecvl)(struct dill_bsock_vfs *vfs,
                  struct dill_iolist *first,
                  struct dill_iolist *last,
                  int64_t deadline);
};

/** The interface of a message socket. What is said about lists and errors of a bytestream holds here, too. */
struct dill_msock_vfs {
    /** Sends the list as one message. Returns 0, or -1 with errno set. */
    int (*msendl)(struct dill_msock_vfs *vfs,
                  struct dill_iolist *first,
                  struct dill_iolist *last,
                  int64_t deadline);
    /**
     * Receives one message into the list, or drops one, whatever its size, if `first` and `last` are NULL. Returns its
     * size in bytes, or -1 with errno set: `EMSGSIZE` (it is larger than the list), and as above.
     */
    ssize_t (*mrecvl)(struct dill_msock_vfs *vfs,
                      struct dill_iolist *first,
                      struct dill_iolist *last,
                      int64_t deadline);
};

/* Identify the interfaces above in dill_hquery. */
DILL_EXPORT extern const void *dill_bsock_type;
DILL_EXPORT extern const void *dill_msock_type;

#endif /* DILL_DISABLE_SOCKETS */

#if defined __cplusplus
}
#endif

#if !defined DILL_DISABLE_RAW_NAMES
#define hvfs dill_hvfs
#define hmake dill_hmake
#define hquery dill_hquery
#if !defined DILL_DISABLE_SOCKETS
#define bsock_vfs dill_bsock_vfs
#define bsock_type dill_bsock_type
#define msock_vfs dill_msock_vfs
#define msock_type dill_msock_type
#endif
#endif

#endif
