//! A configuration ready for use: what rustls wants to know, shared by all sessions that are made with it.

use std::sync::Arc;

use rustls::client::Resumption;
use rustls::crypto::aws_lc_rs::Ticketer;
use rustls::pki_types::ServerName;
use rustls::server::NoServerSessionStorage;
use rustls::{ClientConfig, ServerConfig, SupportedProtocolVersion, version};

use super::handshake::{Verifier, provider};
use super::identity::Identities;
use super::trust::Trust;
use super::{AuthMode, Config, Error, Role};

/// A built [`Config`]. It never changes; cloning it is cheap, and clones share what sessions can resume from.
#[derive(Debug, Clone)]
pub struct Context(Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) auth_mode: AuthMode,
    pub(super) trust: Arc<Trust>,
    pub(super) side: Side,
}

#[derive(Debug)]
pub(super) enum Side {
    Client {
        server_name: Option<ServerName<'static>>,
        config: Arc<ClientConfig>,
        /// For sessions without any server name, which check none. rustls resumes by server name, so these do not.
        nameless: Arc<ClientConfig>,
    },
    Server(Arc<ServerConfig>),
}

impl Context {
    pub(super) fn new(config: &Config) -> Result<Context, Error> {
        let side = match config.role {
            Role::Client => client(config)?,
            Role::Server => server(config)?,
        };
        let inner = Inner { auth_mode: config.auth_mode, trust: config.trust.clone(), side };
        Ok(Context(Arc::new(inner)))
    }

    /// The role of its sessions.
    pub fn role(&self) -> Role {
        match self.0.side {
            Side::Client { .. } => Role::Client,
            Side::Server(_) => Role::Server,
        }
    }

    pub(super) fn inner(&self) -> &Arc<Inner> {
        &self.0
    }
}

fn client(config: &Config) -> Result<Side, Error> {
    let verifier = |check_name| Verifier::new(&config.trust, config.auth_mode, check_name);
    let mut built = ClientConfig::builder_with_provider(provider().clone())
        .with_protocol_versions(&versions(config))?
        .dangerous()
        .with_custom_certificate_verifier(verifier(true))
        .with_client_cert_resolver(Arc::new(Identities(config.identities.clone())));
    let named = Arc::new(built.clone());
    built.dangerous().set_certificate_verifier(verifier(false));
    built.resumption = Resumption::disabled();
    Ok(Side::Client { server_name: config.server_name.clone(), config: named, nameless: Arc::new(built) })
}

fn server(config: &Config) -> Result<Side, Error> {
    let mut built = ServerConfig::builder_with_provider(provider().clone())
        .with_protocol_versions(&versions(config))?
        .with_client_cert_verifier(Verifier::new(&config.trust, config.auth_mode, false))
        .with_cert_resolver(Arc::new(Identities(config.identities.clone())));
    // Sessions resume from tickets that the client keeps, so that this side need not remember them.
    built.ticketer = Ticketer::new()?;
    built.session_storage = Arc::new(NoServerSessionStorage {});
    Ok(Side::Server(Arc::new(built)))
}

fn versions(config: &Config) -> Vec<&'static SupportedProtocolVersion> {
    let all = [(config.versions.tls13, &version::TLS13), (config.versions.tls12, &version::TLS12)];
    all.into_iter().filter(|(wanted, _)| *wanted).map(|(_, version)| version).collect()
}
